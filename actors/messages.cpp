#include "actors/messages.hpp"

#include <caf/io/middleman.hpp>
#include <mutex>

namespace deckhand {

void register_message_types() {
  static std::once_flag once;
  std::call_once(once, [] {
    caf::init_global_meta_objects<caf::id_block::deckhand>();
    caf::io::middleman::init_global_meta_objects();
    caf::core::init_global_meta_objects();
  });
}

}  // namespace deckhand
