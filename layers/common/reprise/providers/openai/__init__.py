"""OpenAI as a writer: it makes the words of a journey for one person, and no music."""
