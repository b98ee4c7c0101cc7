using ContactRelay.Mailboxes;
using ContactRelay.Storage;

namespace ContactRelay.Delivery;

/// <summary>
/// Walks a tenant's mailboxes: sends the wake-up again of each in which something is pending, as after a queue was
/// cleared or a restore, and counts what became of all updates.
/// </summary>
public sealed class Reconciliation(IMailboxIndex index, WakeUpSender wakeUps, TimeProvider time)
{
    /// <summary>How many mailboxes are walked in one go: a call must end before the platform cuts it off.</summary>
    public const int MaxMailboxes = 10_000;

    /// <summary>How many wake-ups are sent at a time.</summary>
    private const int MaxParallel = 32;

    /// <summary>Walks on after this contact. Throws <see cref="StorageUnavailableException"/>.</summary>
    public async Task<ReconcileReport> RunAsync(string tenant, string? after, CancellationToken cancellationToken)
    {
        var report = new ReconcileReport(Ledger.Empty, 0, [], null);
        var sending = new List<Task>(MaxParallel);
        await foreach (var mailbox in index.ListAsync(tenant, after, cancellationToken))
        {
            if (report.Ledger.Mailboxes == MaxMailboxes)
            {
                await Task.WhenAll(sending);
                return report with { Next = after };
            }

            if (mailbox.Pending > 0)
            {
                // On the queue for what comes in bulk: there may be very many, and most have a wake-up already.
                sending.Add(wakeUps.SendAsync(new(mailbox.Key, mailbox.Due ?? time.GetUtcNow(), IsBulk: true), CancellationToken.None).AsTask());
                if (sending.Count == MaxParallel)
                {
                    await Task.WhenAll(sending);
                    sending.Clear();
                }
            }

            var alone = Ledger.Empty.With(mailbox);
            report = report with
            {
                Unreadable = report.Unreadable + (mailbox.IsUnreadable ? 1 : 0),
                Ledger = report.Ledger.With(mailbox.IsUnreadable ? mailbox with { Pending = 0 } : mailbox),
                WakeUps = report.WakeUps + (mailbox.Pending > 0 ? 1 : 0),
                Unbalanced = alone.Difference == 0 || mailbox.IsUnreadable || report.Unbalanced.Count >= ReconcileReport.MaxUnbalanced
                    ? report.Unbalanced
                    : [.. report.Unbalanced, new(mailbox.Key.ContactId, alone.Difference)],
            };
            after = mailbox.Key.ContactId;
        }

        await Task.WhenAll(sending);
        return report;
    }
}
