// Controllers of the live socket.
export {};
