using ContactRelay.Mailboxes;

namespace ContactRelay.Tests.Mailboxes.Model;

/// <summary>An instance that handles the queue's messages, in steps between which it may die.</summary>
internal sealed class ModelWorker(World world, int number, int skew)
{
    private static readonly int[] HiddenSeconds = [0, 60, 600];
    private IEnumerator<string>? _run;
    private ModelMessage? _message;
    private WorkerDelivery? _delivery;

    public bool IsIdle => _run is null;

    private DateTimeOffset Now => world.Now.AddSeconds(skew);

    public void Go()
    {
        if (_run is null)
        {
            Pick();
        }
        else if (_run.MoveNext())
        {
            world.Log($"worker {number} {_run.Current}");
        }
        else
        {
            (_run, _message, _delivery) = (null, null, null);
        }
    }

    /// <summary>The worker dies. Its message comes back, and its request may still land.</summary>
    public void Crash()
    {
        if (_run is null)
        {
            return;
        }

        world.Log($"worker {number} dies");
        _delivery?.Abandon(world.Now);
        GiveBack(TimeSpan.FromSeconds(HiddenSeconds[world.Choice % HiddenSeconds.Length]));
        (_run, _message, _delivery) = (null, null, null);
    }

    /// <summary>Ends a call that has had all of its time.</summary>
    public void TimeOut() => _delivery?.TimeOut(world.Now);

    private void Pick()
    {
        if (world.Queue.Pick(world.Now, world.Choice) is not { } message)
        {
            return;
        }

        world.Log($"worker {number} picks a message{(message.Update is { } update ? " with " + update.Id : "")}");
        if (world.Broken == BrokenRule.DeleteBeforeHandling)
        {
            world.Queue.Delete(message);
        }

        _message = message;
        _delivery = new WorkerDelivery(world, () => Now);
        _run = Handle(message, _delivery).GetEnumerator();
    }

    /// <summary>As QueueMessageHandler does: accept what is in the message, drain, and send it again where storage fails.</summary>
    private IEnumerable<string> Handle(ModelMessage message, WorkerDelivery delivery)
    {
        foreach (var step in message.Update is { } update ? Accept(update, delivery) : [])
        {
            yield return step;
        }

        if (!delivery.HasFailed && !delivery.IsBuried)
        {
            foreach (var step in delivery.Drain())
            {
                yield return step;
            }
        }

        if (delivery.HasFailed)
        {
            if (!world.Send(Now.AddSeconds(30), Now, message.Update))
            {
                GiveBack(TimeSpan.FromMinutes(1));
                yield return "throws, and the message comes back";
                yield break;
            }

            yield return "has sent the message again, since storage failed";
        }

        world.Queue.Delete(message);
        yield return "has deleted the message";
    }

    private IEnumerable<string> Accept(NewUpdate update, WorkerDelivery delivery)
    {
        while (true)
        {
            var loaded = world.Store.Load();
            yield return $"has loaded to accept {update.Id}";

            if (Accepting.FindEarlier(loaded.Mailbox, update) is { } earlier)
            {
                world.Invariants.Replayed(update, earlier);
                delivery.IsBuried = earlier.Outcome == AcceptOutcome.KeyReused;
                if (!delivery.IsBuried)
                {
                    world.Invariants.Answered(earlier.UpdateId);
                }

                yield return delivery.IsBuried ? $"buries {update.Id}: its key was used" : $"finds {update.Id} as {earlier.UpdateId}";
                yield break;
            }

            var accepted = Accepting.Accept(loaded.Mailbox, update, world.Rules, Now);
            world.Invariants.Accepting(loaded.Mailbox, accepted, update);
            var saved = world.Save(accepted.Mailbox, loaded.ETag);
            if (saved == SaveAnswer.Saved)
            {
                // Its own message serves as its wake-up, so it counts as answered from here on.
                world.Invariants.Answered(update.Id);
            }

            yield return $"saves {update.Id}: {saved}";
            if (saved != SaveAnswer.Conflict)
            {
                delivery.HasFailed = saved == SaveAnswer.Failed;
                yield break;
            }
        }
    }

    private void GiveBack(TimeSpan hidden)
    {
        if (_message is { } message)
        {
            ModelQueue.GiveBack(message, world.Now + hidden);
        }
    }
}
