using ContactRelay.Mailboxes;

namespace ContactRelay.Delivery;

/// <summary>What <see cref="Reconciliation"/> found and did.</summary>
/// <param name="Ledger">What became of all updates of the mailboxes walked.</param>
/// <param name="WakeUps">How many wake-ups were sent.</param>
/// <param name="Unbalanced">The contacts whose mailboxes do not add up, and by how many updates.</param>
/// <param name="Next">The contact to go on after; null where all have been walked.</param>
public sealed record ReconcileReport(Ledger Ledger, int WakeUps, IReadOnlyList<(string ContactId, long Difference)> Unbalanced, string? Next)
{
    /// <summary>How many mailboxes cannot be read, and count as empty: somebody has to repair their rows, or to erase the contacts.</summary>
    public int Unreadable { get; init; }

    /// <summary>The most contacts that are named.</summary>
    public const int MaxUnbalanced = 100;
}
