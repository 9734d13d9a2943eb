"""Evidence → the chat model's wording of the answer, checked.

Every chat model is asked with the same prompt and held to the same checks: there is one prompt for
all of them, none for a model of its own.

chat       the seam: the prompt, what a chat model promises, the queue before it
client     any OpenAI-compatible server; imported only where a model is asked
phrasing   its whole part, from its turn in the queue to its wording, checked
"""
