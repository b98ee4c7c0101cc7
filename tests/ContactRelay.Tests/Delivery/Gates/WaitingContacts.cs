using ContactRelay.Delivery;
using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Delivery.Gates;

/// <summary>Contacts of whom something is pending, and the messages that were sent to wake them.</summary>
internal sealed class WaitingContacts : IMailboxIndex, IUpdateQueue
{
    public List<PendingContact> Pending { get; } = [];

    public List<(string Queue, QueueMessage Message, TimeSpan Delay)> Sent { get; } = [];

    public ValueTask<PendingContacts> ListPendingAsync(string tenant, CancellationToken cancellationToken) => new(new PendingContacts([.. Pending], IsPartial: false));

    public IAsyncEnumerable<OverdueMailbox> ListOverdueAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask SendAsync(string queue, string text, TimeSpan delay, CancellationToken cancellationToken)
    {
        Sent.Add((queue, QueueMessageReader.Read(text), delay));
        return ValueTask.CompletedTask;
    }

    public IAsyncEnumerable<MailboxSummary> ListAsync(string tenant, string? after, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<MailboxKey> ListIdleAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
}
