namespace ContactRelay.Sandbox.Contacts;

/// <summary>One provider's contacts, among those of all the providers in the <see cref="ContactStore"/>.</summary>
internal sealed class ContactBook(ContactStore store, string name, Func<string, bool>? isArchived = null)
{
    /// <summary>The contact; one that was never seen comes into being.</summary>
    public StoredContact See(string id) => store.See(name, id, isArchived?.Invoke(id) ?? false);

    public StoredContact? Find(string id) => store.Find(name, id);

    /// <summary>The contacts last seen, latest first.</summary>
    public IReadOnlyList<StoredContact> Latest(int count) => store.Latest(name, count);
}
