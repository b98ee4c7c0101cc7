using System.Collections.Immutable;
using ContactRelay.Contacts;

namespace ContactRelay.Mailboxes;

/// <summary>The updates that one call to the provider is made for.</summary>
/// <param name="Lease">The lease under which the call is made.</param>
/// <param name="Members">The updates, oldest version first.</param>
/// <param name="Patch">What the call is to change: of each field the newest value.</param>
/// <param name="Sources">For each field of the patch the ids of the updates whose values it carries.</param>
public sealed record Batch(
    Lease Lease,
    ImmutableArray<PendingUpdate> Members,
    ContactFields Patch,
    IReadOnlyDictionary<string, ImmutableArray<string>> Sources)
{
    /// <summary>Merges the updates, leaving out what was delivered in a newer version.</summary>
    public static Batch Merge(Mailbox mailbox, ImmutableArray<PendingUpdate> members, Lease lease, BatchRules rules)
    {
        var patch = new OrderedDictionary<string, FieldValue>(StringComparer.Ordinal);
        var sources = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            foreach (var (path, value) in member.Changes)
            {
                if (rules.AdditiveFields.Contains(path) && patch.TryGetValue(path, out var earlier))
                {
                    patch[path] = Union(earlier, value);
                    sources[path] = sources[path].Add(member.Id);
                }
                else if (rules.AdditiveFields.Contains(path) || !mailbox.IsOvertaken(path, member.Version))
                {
                    patch[path] = value;
                    sources[path] = [member.Id];
                }
            }
        }

        return new(lease, members, ContactFields.Owning(patch), sources);
    }

    /// <summary>Whether the call carries a value of the update with this id for the field.</summary>
    public bool Carries(string path, string id) => Sources.TryGetValue(path, out var ids) && ids.Contains(id);

    private static FieldValue Union(FieldValue earlier, FieldValue later) =>
        earlier.Kind == FieldKind.List && later.Kind == FieldKind.List
            ? FieldValue.List(earlier.AsList().Union(later.AsList()))
            : later;
}
