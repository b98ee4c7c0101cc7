using System.Collections.Concurrent;

namespace ContactRelay.Intake;

/// <summary>
/// Whether a tenant's next contact is likely a new one, as the last few were. Then its mailbox need not be loaded before it
/// is saved: where there is one after all, the save conflicts with it.
/// </summary>
internal sealed class NewContacts
{
    // So many in a row that among contacts of both kinds it hardly ever guesses.
    private const int Enough = 4;

    private readonly ConcurrentDictionary<string, int> _inARow = new(StringComparer.Ordinal);

    /// <summary>Whether the last of the tenant's contacts were all new.</summary>
    public bool AreExpected(string tenant) => _inARow.GetValueOrDefault(tenant) >= Enough;

    /// <summary>Notes whether a contact's mailbox, when it was loaded, was one that nothing had ever been saved in.</summary>
    public void Seen(string tenant, bool isNew) => _inARow.AddOrUpdate(
        tenant,
        static (_, isNew) => isNew ? 1 : 0,
        static (_, inARow, isNew) => isNew ? inARow + 1 : 0,
        isNew);
}
