using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Providers.Kulea;

namespace ContactRelay.Benchmarks.Micro;

/// <summary>What each update goes through, one step at a time.</summary>
internal static class HotPaths
{
    private const string ContactId = "8675309";
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly BatchRules Rules = new(new KuleaProvider().AdditiveFields, false);

    private static readonly byte[] Patch =
        """{"email":"ada@example.com","firstName":"Ada","lastName":"Lovelace","address":{"city":"London","country":"GB"},"fields":{"leadScore":42}}"""u8.ToArray();

    /// <summary>The steps by name. Each gives what it made, so that nothing of it is left out.</summary>
    public static IReadOnlyDictionary<string, Func<object?>> All { get; } = Build();

    private static Dictionary<string, Func<object?>> Build()
    {
        var paths = new Dictionary<string, Func<object?>> { ["parse an update"] = () => PatchReader.Read(Patch) };
        foreach (var call in ProviderCase.All)
        {
            paths[$"validate for {call.Name}"] = () => call.Provider.Validate(ContactId, ProviderCase.Changes, call.Known, call.Tenant);
            paths[$"build the request for {call.Name}"] = () =>
                call.Provider.BuildRequest(ContactId, ProviderCase.Changes, call.Known, call.Tenant, "key").Request ?? throw new InvalidOperationException($"{call.Name} refuses the update.");
            paths[$"read the answer of {call.Name}"] = () => call.Provider.ReadAnswer(call.Answer, ContactId, ProviderCase.Changes, call.Known, call.Tenant);
        }

        foreach (var pending in (int[])[0, 1, 50])
        {
            var mailbox = With(pending);
            var document = MailboxDocument.Write(mailbox);
            paths[$"accept beside {pending} pending"] = () => Accepting.Accept(mailbox, Update(pending), Rules, Now);
            paths[$"save a mailbox of {pending} pending"] = () => MailboxDocument.Write(mailbox);
            paths[$"load a mailbox of {pending} pending"] = () => MailboxDocument.Read(document);
        }

        return paths;
    }

    private static Mailbox With(int pending) =>
        Enumerable.Range(0, pending).Aggregate(Mailbox.Empty, (mailbox, i) => Accepting.Accept(mailbox, Update(i), Rules, Now).Mailbox);

    private static NewUpdate Update(int number) => new()
    {
        Id = $"01a20410a9007aa4bf4f43eeae7f{number:0000}",
        Changes = ProviderCase.Changes,
        BodyHash = "Zm9vYmFyYmF6cXV4",
    };
}
