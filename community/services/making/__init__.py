"""What becomes of a proposal that was accepted: news, tests, credit, launch, pay-out."""
