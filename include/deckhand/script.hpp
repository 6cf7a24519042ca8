/// Everything a C++ script needs. docs/scripts.md tells how to write one.
#pragma once

#include "deckhand/script/actor.hpp"
#include "deckhand/script/commands.hpp"
#include "deckhand/script/entry.hpp"
#include "deckhand/script/messages.hpp"
