using ContactRelay.Delivery.Gates;
using ContactRelay.Mailboxes;
using ContactRelay.Storage;
using Microsoft.Extensions.Logging;

namespace ContactRelay.Delivery;

/// <summary>
/// Finds what was stored and has no wake-up, as after a process died between the two: whatever is overdue, and is not
/// being delivered, is woken.
/// </summary>
public sealed partial class OverdueWakeUps(
    IMailboxIndex index, IMailboxStore mailboxes, WakeUpSender wakeUps, GateCache gates, TimeProvider time, ILogger<OverdueWakeUps> logger)
{
    /// <summary>How long something is overdue before it is woken.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The most that are woken in one run; the others are in the next.</summary>
    internal const int MaxWakeUps = 1000;

    // Slots are reserved about a second ahead; a tenant whose next one is later has wake-ups that wait for theirs.
    private static readonly TimeSpan SlotsAhead = TimeSpan.FromSeconds(10);

    // What was woken, and for which time: that wake-up is on the queue for as long as it stays due, and a second would
    // never go again.
    private Dictionary<MailboxKey, DateTimeOffset> _woken = [];

    /// <summary>
    /// Wakes what is overdue; of a tenant that is held, or whose rate is used up for now, nothing, since its wake-ups wait
    /// for that. Throws <see cref="StorageUnavailableException"/>; what is left is done the next time.
    /// </summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        var (woken, sent) = (new Dictionary<MailboxKey, DateTimeOffset>(), 0);
        await foreach (var (key, due) in index.ListOverdueAsync(time.GetUtcNow() - Patience, cancellationToken))
        {
            if (_woken.TryGetValue(key, out var before) && before == due)
            {
                woken[key] = due;
            }
            else if (sent < MaxWakeUps && await MayCallAsync(key.Tenant, cancellationToken) && await WakeAsync(key, cancellationToken))
            {
                // At once, or what was sent before a failure would be sent again.
                _woken[key] = woken[key] = due;
                sent++;
            }
        }

        _woken = woken;
        if (sent > 0)
        {
            Log.Woken(logger, sent);
        }
    }

    private async Task<bool> MayCallAsync(string tenant, CancellationToken cancellationToken)
    {
        var gate = await gates.GetAsync(tenant, cancellationToken);
        var now = time.GetUtcNow();
        var isHeld = gate.Hold is { } hold && hold.NextTryAt > now - Patience;
        return !isHeld && gate.NextSlot <= now + SlotsAhead && gate.NextBulkSlot <= now + SlotsAhead;
    }

    private async Task<bool> WakeAsync(MailboxKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await mailboxes.LoadReadableAsync(key, cancellationToken) is not { Mailbox: var mailbox })
        {
            // What delivers says that its row cannot be read.
            await wakeUps.SendAsync(new(key, now, IsBulk: true), cancellationToken);
            return true;
        }

        if (!(mailbox.DueAt() < now - Patience) || mailbox.Lease?.Until > now)
        {
            return false;
        }

        await wakeUps.SendAsync(mailbox.WakeUpAt(key, now), cancellationToken);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(74, LogLevel.Information, "Woke {Mailboxes} mailboxes in which something was overdue")]
        public static partial void Woken(ILogger logger, int mailboxes);
    }
}
