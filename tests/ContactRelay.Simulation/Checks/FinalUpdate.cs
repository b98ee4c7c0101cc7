using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Workload;

namespace ContactRelay.Simulation.Checks;

/// <summary>What the reference model is told of an update.</summary>
/// <param name="Version">How new its values are.</param>
/// <param name="Status">What became of it.</param>
/// <param name="IsUnknown">Whether its mailbox says that the provider may have applied it all the same.</param>
/// <param name="Changes">What it asked for.</param>
internal sealed record FinalUpdate(UpdateVersion Version, UpdateStatus Status, bool IsUnknown, ContactFields Changes)
{
    /// <summary>An update of which nothing is known any more: its values may be at the provider where nothing newer is.</summary>
    public static FinalUpdate OfErased(SentUpdate sent) => new(default, UpdateStatus.Cancelled, true, sent.Changes);
}
