/// What nodes call each other by where nobody gave them a name.
#pragma once

#include <string>

namespace deckhand {

/// "HOST:PROCESS", for people.
std::string name_of_this_process();

}  // namespace deckhand
