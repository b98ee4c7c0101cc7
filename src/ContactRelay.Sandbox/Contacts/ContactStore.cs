namespace ContactRelay.Sandbox.Contacts;

/// <summary>All contacts of all providers, in the order last seen; over the capacity the oldest are dropped.</summary>
internal sealed class ContactStore(TimeProvider time, int capacity = ContactStore.DefaultCapacity)
{
    public const int DefaultCapacity = 200_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Book, string Id), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _oldestFirst = [];

    public StoredContact See(string book, string id, bool archived)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue((book, id), out var node))
            {
                _oldestFirst.Remove(node);
                _oldestFirst.AddLast(node);
                return node.Value.Contact;
            }

            var contact = new StoredContact(id, archived, time.GetUtcNow());
            _entries.Add((book, id), _oldestFirst.AddLast(new Entry(book, contact)));
            DropOldest();
            return contact;
        }
    }

    public StoredContact? Find(string book, string id)
    {
        lock (_lock)
        {
            return _entries.TryGetValue((book, id), out var node) ? node.Value.Contact : null;
        }
    }

    public IReadOnlyList<StoredContact> Latest(string book, int count)
    {
        var latest = new List<StoredContact>();
        lock (_lock)
        {
            for (var node = _oldestFirst.Last; node is not null && latest.Count < count; node = node.Previous)
            {
                if (node.Value.Book == book)
                {
                    latest.Add(node.Value.Contact);
                }
            }
        }

        return latest;
    }

    private void DropOldest()
    {
        while (_entries.Count > capacity && _oldestFirst.First is { } oldest)
        {
            _oldestFirst.RemoveFirst();
            _entries.Remove((oldest.Value.Book, oldest.Value.Contact.Id));
        }
    }

    private readonly record struct Entry(string Book, StoredContact Contact);
}
