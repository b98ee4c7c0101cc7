using System.Text.Json;

namespace ContactRelay.Sandbox.Contacts;

/// <summary>One contact. Its state is replaced as a whole, so readers need no lock.</summary>
internal sealed class StoredContact(string id, bool archived, DateTimeOffset createdAt)
{
    private static readonly byte[] NoValues = "{}"u8.ToArray();

    private ContactState _state = new(NoValues, 0, createdAt);

    public string Id => id;

    public bool Archived => archived;

    public DateTimeOffset CreatedAt => createdAt;

    public ContactState State => Volatile.Read(ref _state);

    /// <summary>Merges a change and returns the result; unless <paramref name="apply"/> is set, the result is not kept.</summary>
    public ContactState Change(Func<JsonElement, byte[]> merge, DateTimeOffset now, bool apply)
    {
        while (true)
        {
            var before = State;
            using var values = JsonDocument.Parse(before.Values);
            var after = new ContactState(merge(values.RootElement), before.Updates + 1, now);
            if (!apply || Interlocked.CompareExchange(ref _state, after, before) == before)
            {
                return after;
            }
        }
    }

    public SandboxContact Show()
    {
        var state = State;
        using var values = JsonDocument.Parse(state.Values);
        return new SandboxContact(id, archived, values.RootElement.Clone(), state.Updates);
    }
}
