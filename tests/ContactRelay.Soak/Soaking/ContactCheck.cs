using ContactRelay.Sandbox;
using ContactRelay.Soak.Relay;

namespace ContactRelay.Soak.Soaking;

/// <summary>Compares what one contact has at the provider with all that was accepted for it.</summary>
internal sealed class ContactCheck(SandboxServer sandbox, Journal journal, IReadOnlyDictionary<Sending, UpdateState> states, Findings findings)
{
    /// <summary>How many fields were compared.</summary>
    public int Fields { get; private set; }

    /// <summary>For how many of them the provider's last word was untrue: it dropped what it said that it had applied.</summary>
    public int Dropped { get; private set; }

    /// <summary>Checks one contact.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="contact">Its id.</param>
    /// <param name="accepted">Its updates that were answered with a 202.</param>
    /// <param name="calls">Its calls, in the order in which they came.</param>
    public void Check(Subject subject, string contact, IReadOnlyList<Sending> accepted, IReadOnlyList<ProviderCall> calls)
    {
        var held = sandbox.Contact(subject.Contacts, contact) is { } found ? ProviderCall.ValuesOf(found.Values) : [];
        foreach (var (path, name) in subject.Fields)
        {
            CheckField(
                new(path, name, held.GetValueOrDefault(name)),
                [.. accepted.Where(sending => sending.Paths.Contains(path))],
                [.. calls.Where(call => call.Values.ContainsKey(name))]);
        }

        foreach (var sending in accepted)
        {
            CheckStatus(sending, calls);
        }
    }

    private void CheckField(Field field, Sending[] accepted, ProviderCall[] calls)
    {
        if (accepted.Length == 0)
        {
            return;
        }

        Fields++;
        var applied = calls.LastOrDefault(call => call.IsApplied);
        var last = calls.LastOrDefault(call => call.IsApplied || call.IsAcknowledged);
        findings.Unless(applied?.Values[field.Name] == field.Held, $"{accepted[0].Subject.Tenant}: the sandbox holds another {field.Path} than its requests say");
        if (last != applied)
        {
            Dropped++;
        }

        // What the provider was last told, and took or said that it took.
        var told = journal.Find(Sending.NumberOf(last?.Values[field.Name]));
        foreach (var sending in accepted)
        {
            findings.Unless(
                told is not null && !told.Version.IsOlderThan(sending.Version),
                $"{sending.Name} is newer in {field.Path} than what the provider was told last{(told is null ? ", which is nothing" : $": {told.Name}")}");
        }
    }

    /// <summary>A status is true if the provider has taken each value, or a newer one of the same field.</summary>
    private void CheckStatus(Sending sending, IReadOnlyList<ProviderCall> calls)
    {
        var state = states.GetValueOrDefault(sending);
        var taken = sending.Paths.Where(path => calls.Any(call => call.IsAcknowledged && call.Values.GetValueOrDefault(sending.Subject.Fields[path]) == sending.Value(path))).ToHashSet();
        if (state?.Status == "delivered")
        {
            findings.Unless(taken.Count > 0, $"{sending.Name} is delivered, and no call carried it");
        }

        foreach (var path in sending.Paths.Where(path => !taken.Contains(path)))
        {
            var name = sending.Subject.Fields[path];
            findings.Unless(
                calls.Any(call => call.IsAcknowledged
                    && journal.Find(Sending.NumberOf(call.Values.GetValueOrDefault(name))) is { } other && !other.Version.IsOlderThan(sending.Version)),
                $"{sending.Name} is {state?.Status}, but neither its {path} nor a newer one was taken");
        }
    }

    private sealed record Field(string Path, string Name, string? Held);
}
