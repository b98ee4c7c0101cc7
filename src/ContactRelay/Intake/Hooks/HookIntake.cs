using ContactRelay.Storage;
using ContactRelay.Tenants;

namespace ContactRelay.Intake.Hooks;

/// <summary>What came of one event of a webhook.</summary>
/// <param name="Update">What the event means.</param>
/// <param name="Intake">What the intake said; null if there was nothing to do.</param>
public sealed record HookResult(MappedUpdate Update, IntakeResult? Intake)
{
    /// <summary>Whether the same event may be taken later.</summary>
    public bool IsPassing => Intake?.Outcome is IntakeOutcome.MailboxFull or IntakeOutcome.Busy or IntakeOutcome.Unavailable;

    /// <summary>Never what is in the event.</summary>
    public override string ToString() => Intake?.Outcome.ToString() ?? "nothing";
}

/// <summary>Accepts the events of a webhook: those of each contact with one save, in their order.</summary>
public sealed class HookIntake(SharedIntake shared, BatchIntake batches, HookFigures figures)
{
    private const string Changes = "/changes";

    // So few that a mailbox full of them can still be stored.
    private const int MaxNotFound = 20;
    private const int MaxNotFoundLength = 256;

    /// <summary>
    /// Accepts the events, and gives a result for each, in their order. Throws
    /// <see cref="StorageUnavailableException"/> if the only event cannot be stored for now; of several, each that
    /// cannot is <see cref="IntakeOutcome.Unavailable"/>.
    /// </summary>
    public async Task<IReadOnlyList<HookResult>> AcceptAsync(Tenant tenant, Hook hook, HookReading reading, CancellationToken cancellationToken)
    {
        MappedUpdate[] wanted = [.. reading.Updates.Where(update => !update.IsNothing)];
        var accepted = new Queue<IntakeResult>(
            wanted is [{ Errors.Count: 0 } only]
                ? [await AcceptAsync(tenant, hook, only, cancellationToken)]
                : (await batches.AcceptAsync(tenant, [.. wanted.Select(update => Item(hook, update))], cancellationToken)).Select(InPatch));
        HookResult[] results = [.. reading.Updates.Select(update =>
            new HookResult(update, update.IsNothing ? null : Explain(hook, update, accepted.Dequeue())))];
        figures.Took(tenant, hook, reading, results);
        return results;
    }

    /// <summary>What an event says about its update beside the changes.</summary>
    public static IntakeOptions Options(Hook hook, MappedUpdate update) => new()
    {
        OccurredAt = update.OccurredAt,
        IdempotencyKey = HookReading.IdempotencyKey(hook, update.EventId),
        NotFound = NotFound(update),
    };

    /// <summary>The result with the place in the mapping that each of its errors comes from.</summary>
    public static IntakeResult Explain(Hook hook, MappedUpdate update, IntakeResult result) => result.Outcome switch
    {
        IntakeOutcome.KeyReused => result with { Errors = [new("/idempotencyKey", "An event with this id came before, and said something else.")] },
        _ when update.Errors.Count > 0 => result with { Errors = update.Errors },
        _ => result with { Errors = [.. result.Errors.Select(hook.Explain)] },
    };

    private static List<string>? NotFound(MappedUpdate update)
    {
        var kept = new List<string>();
        var length = 0;
        foreach (var path in update.NotFound.Take(MaxNotFound))
        {
            length += path.Length;
            if (length > MaxNotFoundLength)
            {
                break;
            }

            kept.Add(path);
        }

        return kept.Count > 0 ? kept : null;
    }

    private async Task<IntakeResult> AcceptAsync(Tenant tenant, Hook hook, MappedUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            return await shared.AcceptAsync(tenant, update.ContactId, update.Changes, Options(hook, update), cancellationToken);
        }
        catch (StorageUnavailableException)
        {
            figures.CannotStore(tenant, hook);
            throw;
        }
    }

    private static BatchItem Item(Hook hook, MappedUpdate update) => update.Errors.Count > 0
        ? new("", null, IntakeResult.Refused(update.Errors))
        : new(update.ContactId, new(update.Changes, Options(hook, update)), null);

    /// <summary>The pointers of a batch's result lead into its item, those of a hook's into the patch.</summary>
    private static IntakeResult InPatch(IntakeResult result) => result with
    {
        Errors = [.. result.Errors.Select(error => error with { Pointer = InPatch(error.Pointer) })],
        LeftOut = [.. result.LeftOut.Select(InPatch)],
    };

    private static string InPatch(string pointer) =>
        pointer == Changes || pointer.StartsWith(Changes + "/", StringComparison.Ordinal) ? pointer[Changes.Length..] : pointer;
}
