using ContactRelay.Contacts;
using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>
/// A provider with one contact. It refuses values that say they are bad, adds to its tags, and remembers for each field
/// which update's value it holds.
/// </summary>
internal sealed class ModelProvider(Invariants invariants, Func<Mailbox> stored)
{
    private readonly List<ModelCall> _calls = [];

    /// <summary>For each field that is replaced, the update whose value it holds.</summary>
    public Dictionary<string, PendingUpdate> Held { get; } = [];

    public HashSet<string> Tags { get; } = [];

    /// <summary>Which update's value of which field was ever applied.</summary>
    public HashSet<(string Path, string Id)> Applied { get; } = [];

    public ModelCall Start(Batch batch, DateTimeOffset now)
    {
        invariants.Require(_calls.Count == 0, "I3: a call starts while another may still reach the provider.");
        var call = new ModelCall(batch, now);
        _calls.Add(call);
        return call;
    }

    public static bool Refuses(ContactFields changes) =>
        changes.Any(field => field.Value.Json.Contains(Sending.Bad, StringComparison.Ordinal));

    /// <summary>The request reaches the provider, which applies it unless it refuses it.</summary>
    public void Land(ModelCall call)
    {
        _calls.Remove(call);
        if (Refuses(call.Batch.Patch))
        {
            return;
        }

        foreach (var (path, value) in call.Batch.Patch)
        {
            var sources = call.Batch.Members.Where(member => call.Batch.Carries(path, member.Id)).ToArray();
            Applied.UnionWith(sources.Select(source => (path, source.Id)));
            if (path == CanonicalFields.Tags)
            {
                Tags.UnionWith(value.AsList().Select(tag => tag.AsText()));
                continue;
            }

            invariants.Require(sources.Length == 1 && sources[0].Changes[path] == value, $"The call's {path} is not that of its source.");
            invariants.Require(
                !stored().Delivered.TryGetValue(path, out var delivered) || sources[0].Version >= delivered,
                $"I4: {path} goes back to {sources[0].Id}.");
            Held[path] = sources[0];
        }
    }

    /// <summary>The request never reaches the provider.</summary>
    public void Lose(ModelCall call) => _calls.Remove(call);

    /// <summary>The requests that nobody waits for and that may still arrive.</summary>
    public ModelCall[] Strays() => [.. _calls.Where(call => call.LandsUntil is not null)];
}
