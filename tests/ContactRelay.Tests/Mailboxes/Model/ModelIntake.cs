using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>An instance that accepts updates as UpdateIntake does, in steps between which it may die.</summary>
internal sealed class ModelIntake(World world, int number, int skew)
{
    private const int MaxConflicts = 20;
    private IEnumerator<string>? _run;

    public bool IsIdle => _run is null;

    private DateTimeOffset Now => world.Now.AddSeconds(skew);

    public void Receive(NewUpdate update)
    {
        world.Log($"intake {number} receives {update.Id}: {Invariants.Describe(update)}");
        _run = Accept(update).GetEnumerator();
    }

    public void Go()
    {
        if (_run is null)
        {
            return;
        }

        if (_run.MoveNext())
        {
            world.Log($"intake {number} {_run.Current}");
        }
        else
        {
            _run = null;
        }
    }

    public void Crash()
    {
        if (_run is not null)
        {
            world.Log($"intake {number} dies");
            _run = null;
        }
    }

    private IEnumerable<string> Accept(NewUpdate update)
    {
        for (var tries = 0; tries < MaxConflicts; tries++)
        {
            var loaded = world.Store.Load();
            yield return "has loaded";

            if (Accepting.FindEarlier(loaded.Mailbox, update) is { } earlier)
            {
                foreach (var step in Replay(update, earlier))
                {
                    yield return step;
                }

                yield break;
            }

            var accepted = Accepting.Accept(loaded.Mailbox, update, world.Rules, Now);
            world.Invariants.Accepting(loaded.Mailbox, accepted, update);
            var saved = world.Save(accepted.Mailbox, loaded.ETag);
            yield return $"saves {update.Id}: {saved}";

            if (saved == SaveAnswer.Failed)
            {
                yield break;
            }

            if (saved == SaveAnswer.Saved)
            {
                foreach (var step in SendAndAnswer(update, accepted))
                {
                    yield return step;
                }

                yield break;
            }
        }
    }

    private IEnumerable<string> Replay(NewUpdate update, AcceptResult earlier)
    {
        world.Invariants.Replayed(update, earlier);
        if (earlier.Outcome == AcceptOutcome.KeyReused)
        {
            yield return $"refuses {update.Id}: its key was used";
            yield break;
        }

        if (world.Broken == BrokenRule.ReplaySendsNothing)
        {
            earlier = earlier with { WakeAt = null };
        }

        foreach (var step in SendAndAnswer(update, earlier))
        {
            yield return step;
        }
    }

    private IEnumerable<string> SendAndAnswer(NewUpdate update, AcceptResult accepted)
    {
        if (world.Broken == BrokenRule.AnswerBeforeSend)
        {
            world.Invariants.Answered(accepted.UpdateId);
            yield return $"answers 202 to {update.Id} as {accepted.UpdateId}, too early";
        }

        if (accepted.WakeAt is { } at)
        {
            if (!world.Send(at, Now))
            {
                yield return "cannot send the wake-up";
                yield break;
            }

            yield return "has sent the wake-up";
        }

        world.Invariants.Answered(accepted.UpdateId);
        yield return $"answers 202 to {update.Id} as {accepted.UpdateId}";
    }
}
