// /commands: commands that belong to no run.

#include <algorithm>
#include <array>

#include "http/command_pages.hpp"
#include "http/command_posting.hpp"
#include "http/handlers.hpp"
#include "http/wire.hpp"

namespace deckhand {
namespace {

constexpr std::array<std::string_view, 19> allowed_types{
    "home",
    "setRailLights",
    "setStatusBar",
    "magneticModule/engage",
    "magneticModule/disengage",
    "temperatureModule/setTargetTemperature",
    "temperatureModule/deactivate",
    "thermocycler/setTargetBlockTemperature",
    "thermocycler/setTargetLidTemperature",
    "thermocycler/deactivateBlock",
    "thermocycler/deactivateLid",
    "thermocycler/openLid",
    "thermocycler/closeLid",
    "heaterShaker/setTargetTemperature",
    "heaterShaker/setAndWaitForShakeSpeed",
    "heaterShaker/deactivateHeater",
    "heaterShaker/deactivateShaker",
    "heaterShaker/openLabwareLatch",
    "heaterShaker/closeLabwareLatch",
};

}  // namespace

api_result post_stateless_command(const api_call& call) {
  auto posted = read_posted_command(call, command_intent::setup);
  if (!posted) return tl::unexpected{posted.error()};
  auto& request = posted->request;
  if (std::find(allowed_types.begin(), allowed_types.end(), request.command_type) == allowed_types.end())
    return tl::unexpected{invalid_request(
        {problem_at_pointer("/data/commandType", "\"" + request.command_type + "\" is not allowed outside of a run")})};
  request.kind = run_kind::stateless;
  return post_and_answer(call, std::move(*posted));
}

api_result get_stateless_commands(const api_call& call) {
  const auto query = read_page_query(call);
  if (!query) return tl::unexpected{query.error()};
  const auto picture = call.service.port.snapshot();
  list_body list;
  if (!picture->stateless_run) return api_reply{200, std::move(list).finish(0, 0)};
  const auto& run = *picture->stateless_run;
  const auto cursor = query->cursor ? *query->cursor : default_command_cursor(run, query->length);
  const auto shown = cut_page(run.commands.size(), cursor, query->length);
  for (auto i = shown.begin; i < shown.end; ++i) list.add(run.commands.at(i).full_json());
  return api_reply{200, std::move(list).finish(shown.begin, run.commands.size())};
}

api_result get_stateless_command(const api_call& call) {
  const auto picture = call.service.port.snapshot();
  const auto* run = picture->stateless_run.get();
  const auto index = run ? run->index_of(call.path_args[0]) : std::nullopt;
  if (index) return api_reply{200, data_body(run->commands.at(*index).full_json())};
  auto error = single_error(404, "StatelessCommandNotFound", "Stateless Command Not Found",
                            "Command " + call.path_args[0] + " was not found.");
  error.items.front().meta_type = "CommandDoesNotExistError";
  return tl::unexpected{std::move(error)};
}

}  // namespace deckhand
