"""The community's things as the API reads and writes them. They check form only; the services check the rest."""
