using ContactRelay.Delivery;
using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;

namespace ContactRelay.Tests.Storage;

/// <summary>One implementation of the storage ports, with the means to look at its queue as its host does.</summary>
public abstract class StorageUnderTest : IAsyncDisposable
{
    public abstract IMailboxStore Mailboxes { get; }

    public abstract IUpdateQueue Queue { get; }

    public abstract IDeadLetterStore DeadLetters { get; }

    public abstract IMailboxIndex Index { get; }

    public abstract IActivityStore Activity { get; }

    public abstract ITenantStore Tenants { get; }

    public abstract ITenantRows TenantRows { get; }

    public abstract ITenantGateStore Gates { get; }

    /// <summary>The clock that the storage goes by.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>Waits until the storage can be used, or skips the test where it cannot be had here.</summary>
    public virtual ValueTask StartAsync() => ValueTask.CompletedTask;

    /// <summary>The message that can be seen now, hidden from now on for <paramref name="inHand"/>; null where there is none.</summary>
    public abstract Task<ReceivedItem?> ReceiveAsync(string queue, TimeSpan inHand);

    /// <summary>Deletes a message that was received.</summary>
    public abstract Task DeleteAsync(ReceivedItem item);

    /// <summary>Puts other bytes in the place of the document of a row that there is.</summary>
    public abstract Task DamageAsync(string table, string tenant, string id, byte[] document);

    /// <summary>Lets time pass for the storage.</summary>
    public abstract Task PassAsync(TimeSpan time);

    /// <summary>Ends the storage and opens it again, as a host does that is started again.</summary>
    public abstract Task ReopenAsync();

    public abstract ValueTask DisposeAsync();
}
