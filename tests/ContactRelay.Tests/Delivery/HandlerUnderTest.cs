using ContactRelay.Delivery;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ContactRelay.Tests.Delivery;

/// <summary>
/// The library with messages made by hand: a test says each one's text, id and time, and sees what was sent on for it.
/// Its mailboxes conflict and are away as the test says.
/// </summary>
internal sealed class HandlerUnderTest : IAsyncDisposable
{
    public const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    public HandlerUnderTest() => Relay = new((services, storage) =>
    {
        DeadLetters.Inner = storage.DeadLetters;
        services.AddSingleton<IMailboxStore>(new SteeredMailboxes(storage.Mailboxes)).AddSingleton<IDeadLetterStore>(DeadLetters).AddSingleton<IUpdateQueue>(new Outbox(Sent));
    });

    public RelayUnderTest Relay { get; }

    public SteeredMailboxes Mailboxes => (SteeredMailboxes)Relay.Get<IMailboxStore>();

    public SteeredDeadLetters DeadLetters { get; } = new();

    /// <summary>What was sent other than with a save.</summary>
    public List<(string Queue, string Text, TimeSpan Delay)> Sent { get; } = [];

    public DateTimeOffset Now => Relay.Now;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task HandleAsync(string text, DateTimeOffset? insertedAt = null, bool isBulk = false) =>
        Relay.Get<QueueMessageHandler>().HandleAsync(new(text, "message-1", insertedAt ?? Now, isBulk), Token);

    public Task HandlePoisonAsync(string text, DateTimeOffset? insertedAt = null, bool isBulk = false) =>
        Relay.Get<QueueMessageHandler>().HandlePoisonAsync(new(text, "message-1", insertedAt ?? Now, isBulk), Token);

    /// <summary>Stores a mailbox as it is, where none was.</summary>
    public async Task PutAsync(Mailbox mailbox, string contact = "1", string tenant = "acme") =>
        Assert.NotNull(await Relay.Storage.Mailboxes.SaveAsync(new(tenant, contact), mailbox, null, null, Token));

    /// <summary>The dead letter that the message became, or null.</summary>
    public async Task<DeadLetter?> BuriedAsync(string tenant = "acme") =>
        (await Relay.Storage.DeadLetters.FindAsync(tenant, "message-1", Token))?.Letter;

    public ValueTask DisposeAsync() => Relay.DisposeAsync();

    private sealed class Outbox(List<(string Queue, string Text, TimeSpan Delay)> sent) : IUpdateQueue
    {
        public ValueTask SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
        {
            sent.Add((queue, text, delay));
            return ValueTask.CompletedTask;
        }
    }

    internal sealed class SteeredDeadLetters : IDeadLetterStore
    {
        public IDeadLetterStore Inner { get; set; } = null!;

        public bool IsAway { get; set; }

        public ValueTask UpsertAsync(DeadLetter letter, CancellationToken cancellationToken) =>
            IsAway ? throw new StorageUnavailableException("Away.") : Inner.UpsertAsync(letter, cancellationToken);

        public ValueTask<StoredDeadLetter?> FindAsync(string tenant, string id, CancellationToken cancellationToken) =>
            Inner.FindAsync(tenant, id, cancellationToken);

        public IAsyncEnumerable<StoredDeadLetter> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken) =>
            Inner.ListAsync(query, cancellationToken);

        public ValueTask<bool> DeleteAsync(StoredDeadLetter letter, CancellationToken cancellationToken) =>
            Inner.DeleteAsync(letter, cancellationToken);
    }
}
