using ContactRelay.Intake;
using ContactRelay.Simulation.Core;
using ContactRelay.Storage;

namespace ContactRelay.Simulation.Workload;

/// <summary>
/// Somebody who sends an update over HTTP, or some of a contact in one batch. Where there is no answer, or one that says
/// "later", the same is sent again if all have an idempotency key; else the caller gives up.
/// </summary>
internal sealed class Caller(World world, IReadOnlyList<SentUpdate> updates)
{
    private const int MaxTries = 20;

    private int _tries;
    private bool _isWaiting;

    public void Send()
    {
        if (world.AnyInstance() is not { } instance)
        {
            Retry();
            return;
        }

        _tries++;
        _isWaiting = true;
        var number = _tries;
        instance.WhenDead.Add(() => NoAnswer(number));
        world.Start(instance, "u" + World.Text(updates[0].Number), () => AskAsync(instance, number));
    }

    private async Task AskAsync(Instance instance, int number)
    {
        try
        {
            var key = updates[0].Key;
            var presence = world.Presence();
            var results = await instance.Tenants.FindAsync(key.Tenant, CancellationToken.None) is { } tenant
                ? await instance.Intake.AcceptAsync(
                    tenant, key.ContactId, [.. updates.Select(update => new IncomingUpdate(update.Changes, update.Options))], presence)
                : [.. updates.Select(_ => new IntakeResult(IntakeOutcome.Busy))];
            if (presence.IsCancellationRequested)
            {
                NoAnswer(number);
            }
            else if (number == _tries)
            {
                _isWaiting = false;
                foreach (var (update, result) in updates.Zip(results))
                {
                    Answered(update, result);
                }

                if (results.Any(result => result.Outcome is IntakeOutcome.Busy or IntakeOutcome.MailboxFull))
                {
                    Retry();
                }
            }
        }
        catch (StorageUnavailableException)
        {
            NoAnswer(number);
        }
        catch (OperationCanceledException)
        {
            // Whatever went before it: what this try has stored has its wake-up.
            var mailbox = world.Storage.Load(updates[0].Key)?.Mailbox;
            world.Require(
                number > 1 || updates.Any(update => update.IsSentTwice) || world.Queue.CountOf(updates[0].Key) > 0
                || !updates.Any(update => update.Id is { } id && update.Answered is null && mailbox?.FindPending(id) is not null),
                "I2: a caller that went away left an update without a wake-up.");
            NoAnswer(number);
        }
    }

    private void Answered(SentUpdate update, IntakeResult result)
    {
        world.Trace.Add("u" + World.Text(update.Number), "is answered", update.Key.ContactId, $"{result.Outcome} {result.Status} {result.IsReplay}");
        switch (result.Outcome)
        {
            case IntakeOutcome.Accepted when world.Ledger.OfId(result.UpdateId) is { } known && known.Id != result.UpdateId:
                // It has been accepted, and erased before its caller had the answer.
                world.Require(known.IsErased, "I6: an update is answered with an id that it does not have.");
                break;
            case IntakeOutcome.Accepted:
                Accepted(update, result);
                break;
            case IntakeOutcome.Erased:
                world.Require(world.Erasing.Contains(update.Key), "An update is refused for an erased contact that is not.");
                break;
            case IntakeOutcome.KeyReused:
                world.Require(world.Ledger.IsKeyTaken(update), "I6: an update is refused for its key, and no other has used it.");
                break;
            case IntakeOutcome.Refused:
                world.Require(Checks.EndChecks.LacksEmail(update) || IsLate(update), "An update is refused that is right.");
                break;
        }
    }

    private void Accepted(SentUpdate update, IntakeResult result)
    {
        var mailbox = world.Storage.Load(update.Key)?.Mailbox;
        world.Require(
            mailbox is not null && (mailbox.FindPending(result.UpdateId) is not null || mailbox.FindSettled(result.UpdateId) is not null),
            "I1: an update is answered 202 and not stored.");
        world.Require(update.Id == result.UpdateId, "I6: an update is answered with another's id.");
        world.Require(
            update.Answered is not { } first || first == result.Status, "I6: an update is answered with another status than before.");
        update.Answered = result.Status;
        if (mailbox!.FindPending(result.UpdateId) is not null)
        {
            world.Require(world.Queue.CountOf(update.Key) > 0, "I2: an update is answered 202, and no message is there to wake it.");
        }
    }

    /// <summary>Whether the time for which it was scheduled has passed before it could be stored.</summary>
    private bool IsLate(SentUpdate update) =>
        update.Id is null && SimulatedTime.At(world.Scheduler.Now + world.MaxOffset) - update.Options.DeliverAt > TimeSpan.FromMinutes(5);

    private void NoAnswer(int number)
    {
        if (_isWaiting && number == _tries)
        {
            _isWaiting = false;
            Retry();
        }
    }

    private void Retry()
    {
        if (_tries < MaxTries && updates.All(update => update.Options.IdempotencyKey is not null))
        {
            world.Scheduler.Add(new ActionStep(Send), world.Latency(_tries < 3 ? 5_000 : 120_000));
        }
    }
}
