using ContactRelay.Storage;
using ContactRelay.Tenants;

namespace ContactRelay.Intake;

/// <summary>Accepts batches: the items of each contact with one save and one wake-up, contacts side by side.</summary>
public sealed class BatchIntake(UpdateIntake intake, TimeProvider time)
{
    private const int MaxSavesAtOnce = 32;

    // A caller that waits longer has often gone: the platform cuts an HTTP call off after 230 seconds at the latest.
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(100);

    /// <summary>
    /// Accepts the items, and gives a result for each, in their order. What could not be stored for now, or not within
    /// the time there is, is <see cref="IntakeOutcome.Unavailable"/>; the rest is as it would be without it.
    /// </summary>
    public async Task<IReadOnlyList<IntakeResult>> AcceptAsync(Tenant tenant, IReadOnlyList<BatchItem> items, CancellationToken cancellationToken)
    {
        using var timeUp = new CancellationTokenSource(TimeLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        var results = items.Select(item => item.Wrong ?? new IntakeResult(IntakeOutcome.Unavailable)).ToArray();
        var contacts = items.Index().Where(item => item.Item.Update is not null).GroupBy(item => item.Item.ContactId, StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxSavesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(contacts, options, async (contact, _) =>
        {
            try
            {
                end.Token.ThrowIfCancellationRequested();
                var accepted = await intake.AcceptAsync(tenant, contact.Key, [.. contact.Select(item => item.Item.Update!)], end.Token);
                foreach (var ((i, _), result) in contact.Zip(accepted))
                {
                    results[i] = InItem(result);
                }
            }
            catch (UnreadableRowException)
            {
                foreach (var (i, _) in contact)
                {
                    results[i] = new(IntakeOutcome.Unreadable);
                }
            }
            catch (Exception e) when (e is StorageUnavailableException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // What it says of these items already, that they may be sent again, is all that is known of them.
            }
        });
        return results;
    }

    /// <summary>The result with its pointers into the item: what is wrong with a field is wrong within <c>changes</c>.</summary>
    private static IntakeResult InItem(IntakeResult result) => result.Errors.Count == 0 && result.LeftOut.Count == 0 ? result : result with
    {
        Errors = [.. result.Errors.Select(error => UpdateEnvelope.Properties.Contains(error.Pointer.TrimStart('/')) ? error : error with { Pointer = "/changes" + error.Pointer })],
        LeftOut = [.. result.LeftOut.Select(pointer => "/changes" + pointer)],
    };
}
