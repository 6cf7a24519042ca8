#include "runtime/read_model.hpp"

#include <algorithm>

#include "runtime/base64.hpp"
#include "runtime/json_text.hpp"
#include "runtime/run_fold.hpp"

namespace deckhand {
namespace {

// Who has just uploaded a protocol is told of its parameters by the analysis, and not before.
enum class parameters_in_summaries : unsigned char { shown, left_out };

std::string make_protocol_json(const protocol_view& protocol, parameters_in_summaries parameters) {
  std::vector<std::string> files, summaries;
  for (const auto& file : protocol.files) {
    json_object_text item;
    files.push_back(std::move(item.add_string("name", file.name).add_string("role", file.role)).take());
  }
  for (const auto& analysis : protocol.analyses) {
    json_object_text item;
    item.add_string("id", analysis.analysis_id).add_string("status", analysis.is_completed ? "completed" : "pending");
    const bool shows_parameters = parameters == parameters_in_summaries::shown;
    if (!analysis.is_completed) item.add_json("runTimeParameters", shows_parameters ? analysis.run_time_parameters_json : "[]");
    summaries.push_back(std::move(item).take());
  }
  json_object_text out;
  out.add_string("id", protocol.protocol_id)
      .add_string("createdAt", protocol.created_at)
      .add_json("files", join_json_array(files))
      .add_string("protocolType", protocol.protocol_type)
      .add_string("robotType", protocol.robot_type)
      .add_json("metadata", protocol.metadata_json)
      .add_json("analyses", "[]")
      .add_json("analysisSummaries", join_json_array(summaries));
  if (protocol.key) out.add_string("key", *protocol.key);
  out.add_string("protocolKind", protocol.protocol_kind);
  return std::move(out).take();
}

std::shared_ptr<const protocol_view> finish_protocol(std::shared_ptr<protocol_view> protocol) {
  protocol->protocol_json = std::make_shared<const std::string>(make_protocol_json(*protocol, parameters_in_summaries::shown));
  if (!protocol->fresh_json && !protocol->analyses.empty())
    protocol->fresh_json = std::make_shared<const std::string>(make_protocol_json(*protocol, parameters_in_summaries::left_out));
  return protocol;
}

/// Those events that change the list of protocols.
struct protocol_visitor {
  std::vector<std::shared_ptr<const protocol_view>>& protocols;
  wall_time at;

  auto find(const std::string& protocol_id) {
    return std::find_if(protocols.begin(), protocols.end(), [&](const auto& each) { return each->protocol_id == protocol_id; });
  }

  void operator()(const protocol_added& body) {
    if (find(body.protocol_id) != protocols.end()) return;
    auto protocol = std::make_shared<protocol_view>();
    protocol->protocol_id = body.protocol_id;
    protocol->protocol_kind = body.protocol_kind;
    protocol->content_hash = body.content_hash;
    protocol->files = body.files;
    protocol->created_at = to_iso8601(at);
    protocol->protocol_type = body.protocol_type;
    protocol->robot_type = body.robot_type;
    protocol->metadata_json = body.metadata_json;
    protocol->key = body.key;
    protocol->api_level = body.api_level;
    protocols.push_back(finish_protocol(std::move(protocol)));
  }
  void operator()(const protocol_deleted& body) {
    if (const auto found = find(body.protocol_id); found != protocols.end()) protocols.erase(found);
  }
  void operator()(const analysis_started& body) {
    change(body.protocol_id, [&](protocol_view& protocol) {
      protocol.analyses.push_back({body.analysis_id, false, nullptr, body.run_time_parameters_json});
    });
  }
  void operator()(const analysis_completed& body) {
    change(body.protocol_id, [&](protocol_view& protocol) {
      for (auto& analysis : protocol.analyses)
        if (analysis.analysis_id == body.analysis_id) {
          analysis.is_completed = true;
          analysis.document_json = std::make_shared<const std::string>(body.document_json);
        }
    });
  }
  template <class Other>
  void operator()(const Other&) {}

  template <class Change>
  void change(const std::string& protocol_id, Change&& make_change) {
    const auto found = find(protocol_id);
    if (found == protocols.end()) return;
    auto protocol = std::make_shared<protocol_view>(**found);
    make_change(*protocol);
    *found = finish_protocol(std::move(protocol));
  }
};

}  // namespace

void command_index::add(const std::string& command_id, std::size_t index) {
  const std::unique_lock lock{mutex_};
  index_by_id_.emplace(command_id, index);
}

std::optional<std::size_t> command_index::find(const std::string& command_id) const {
  const std::shared_lock lock{mutex_};
  const auto found = index_by_id_.find(command_id);
  if (found == index_by_id_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> run_view::index_of(const std::string& command_id) const {
  const auto found = index->find(command_id);
  return found && *found < commands.size() ? found : std::nullopt;
}

const run_view* read_model::find_run(std::string_view run_id) const {
  const auto found = std::find_if(runs.begin(), runs.end(), [&](const auto& run) { return run->run_id == run_id; });
  return found == runs.end() ? nullptr : found->get();
}

const run_view* read_model::find_run(run_kind kind, std::string_view run_id) const {
  if (kind == run_kind::protocol) return find_run(run_id);
  const auto& only = kind == run_kind::maintenance ? maintenance_run : stateless_run;
  return only && only->run_id == run_id ? only.get() : nullptr;
}

const run_view* read_model::current_run() const {
  const auto found = std::find_if(runs.rbegin(), runs.rend(), [](const auto& run) { return run->current; });
  return found == runs.rend() ? nullptr : found->get();
}

const protocol_view* read_model::find_protocol(std::string_view protocol_id) const {
  const auto found = std::find_if(protocols.begin(), protocols.end(),
                                  [&](const auto& protocol) { return protocol->protocol_id == protocol_id; });
  return found == protocols.end() ? nullptr : found->get();
}

const data_file_view* read_model::find_data_file(std::string_view file_id) const {
  const auto found =
      std::find_if(data_files.begin(), data_files.end(), [&](const auto& file) { return file->file_id == file_id; });
  return found == data_files.end() ? nullptr : found->get();
}

read_model_builder::read_model_builder() = default;
read_model_builder::~read_model_builder() = default;

run_fold* read_model_builder::find(const std::string& run_id) {
  // From the newest: events are nearly always about the last run.
  const auto found = std::find_if(runs_.rbegin(), runs_.rend(), [&](const auto& run) { return run->run_id() == run_id; });
  if (found != runs_.rend()) return found->get();
  for (const auto* other : {&maintenance_run_, &stateless_run_})
    if (*other && (*other)->run_id() == run_id) return other->get();
  return nullptr;
}

void read_model_builder::apply(const event& what) {
  last_sequence_ = std::max(last_sequence_, what.sequence);
  if (what.run_id.empty())
    apply_to_protocols(what);
  else
    apply_to_runs(what);
}

void read_model_builder::apply_to_runs(const event& what) {
  auto* run = find(what.run_id);
  if (const auto* created = std::get_if<run_created>(&what.body)) {
    if (!run) add_run(what, *created);
  } else if (std::holds_alternative<run_deleted>(what.body)) {
    delete_run(what.run_id);
  } else if (run) {
    run->apply(what);
  }
}

void read_model_builder::add_run(const event& what, const run_created& created) {
  auto run = std::make_unique<run_fold>(what.run_id, what.at, created);
  if (created.protocol_id) protocol_of_run_[what.run_id] = std::make_shared<const std::string>(*created.protocol_id);
  switch (created.kind) {
    case run_kind::protocol: runs_.push_back(std::move(run)); break;
    case run_kind::maintenance: maintenance_run_ = std::move(run); break;
    case run_kind::stateless: stateless_run_ = std::move(run); break;
  }
}

void read_model_builder::delete_run(const std::string& run_id) {
  std::erase_if(runs_, [&](const auto& each) { return each->run_id() == run_id; });
  for (auto* other : {&maintenance_run_, &stateless_run_})
    if (*other && (*other)->run_id() == run_id) other->reset();
  protocol_of_run_.erase(run_id);
}

void read_model_builder::apply_to_protocols(const event& what) {
  std::visit(protocol_visitor{protocols_, what.at}, what.body);
  apply_to_data_files(what);
}

void read_model_builder::apply_to_data_files(const event& what) {
  if (const auto* added = std::get_if<data_file_added>(&what.body)) {
    json_object_text resource;
    resource.add_string("id", added->file_id)
        .add_string("name", added->name)
        .add_string("createdAt", to_iso8601(what.at))
        .add_string("source", "uploaded");
    data_files_.push_back(std::make_shared<const data_file_view>(data_file_view{
        added->file_id, added->name, from_base64(added->content_base64).value_or(""), std::move(resource).take()}));
  } else if (const auto* deleted = std::get_if<data_file_deleted>(&what.body)) {
    std::erase_if(data_files_, [&](const auto& file) { return file->file_id == deleted->file_id; });
  }
}

void read_model_builder::record_lag(const std::string& run_id, std::int64_t lag_us) {
  if (auto* run = find(run_id)) run->record_lag(lag_us);
}

void read_model_builder::set_degraded(std::vector<std::string> reasons) { degraded_ = std::move(reasons); }

read_model_ptr read_model_builder::publish() const {
  auto picture = std::make_shared<read_model>();
  picture->last_sequence = last_sequence_;
  picture->runs.reserve(runs_.size());
  for (const auto& run : runs_) picture->runs.push_back(run->view());
  if (maintenance_run_) picture->maintenance_run = maintenance_run_->view();
  if (stateless_run_) picture->stateless_run = stateless_run_->view();
  picture->protocols = protocols_;
  picture->data_files = data_files_;
  picture->protocol_of_run = protocol_of_run_;
  picture->degraded = degraded_;
  return picture;
}

}  // namespace deckhand
