"""What is kept up between polls: open questions, promises, advice, contacts and links. All of it is asked for by a person or the service."""
