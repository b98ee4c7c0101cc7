using ContactRelay.Contacts;
using ContactRelay.Intake;
using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Checks;
using ContactRelay.Simulation.Core;
using ContactRelay.Simulation.Providers;
using ContactRelay.Simulation.Workload;

namespace ContactRelay.Simulation.Exhaustive;

/// <summary>One run of a small scope: two workers, two updates of one contact, and a script of what happens when.</summary>
internal sealed class SmallScope
{
    private static readonly SimulatedTenant Tenant = new("kulea-t", isKulea: true, isEach: false, "3.00:00:00");
    private static readonly MailboxKey Contact = new(Tenant.Id, "100");

    private readonly ScriptedFaults _faults;
    private readonly World _world;

    private SmallScope(Script script, Scenario scenario, bool isReadable)
    {
        _faults = new(script, scenario.MostFaults, scenario.Kinds);
        _world = new(new()
        {
            Random = new(0),
            Faults = _faults,
            Scheduler = new(script.Choose),
            Tenants = [Tenant],
            Instances = scenario.IsEmbedded ? 1 : 2,
            MaxAge = TimeSpan.FromDays(3),
            IsEmbedded = scenario.IsEmbedded,
            IsInstant = true,
            IsReadable = isReadable,
            Choose = script.Choose,
        });
        Send(new() { IdempotencyKey = "key-0" }, """{"firstName":"u0"}""");
        Send(new() { IsQueued = scenario.HasMessage }, scenario.HasBadValue ? """{"lastName":"bad-u1"}""" : """{"firstName":"u1","lastName":"u1"}""");
    }

    /// <summary>
    /// Makes the run: to its end, or to a state that <paramref name="isNew"/> has seen. From every new state it goes on to
    /// the end without further faults, and so shows that from there all can still be settled.
    /// </summary>
    public static RunResult Make(Script script, Scenario scenario, Func<ulong, bool> isNew, bool isReadable = false)
    {
        var run = new SmallScope(script, scenario, isReadable);
        string? broken = null;
        try
        {
            var isSeen = false;
            run._world.Run(() => isSeen = script.IsOnNewGround && !isNew(Digest.Of(run._world, run._faults.Left)));
            if (!isSeen)
            {
                run.End();
            }
        }
        catch (Exception e)
        {
            // Not only broken promises: whatever is thrown is a run that failed.
            broken = BrokenPromiseException.Describe(e);
        }

        return new(run._world.Trace.Hash, broken, run._world.Trace.Count, run._faults.Counts, run._world.Trace.Lines);
    }

    private void Send(IntakeOptions options, string json)
    {
        var changes = PatchReader.Read(System.Text.Encoding.UTF8.GetBytes(json)).Changes!;
        var update = new SentUpdate
        {
            Number = _world.Ledger.All.Count,
            Tenant = Tenant,
            Key = Contact,
            Json = json,
            Changes = changes,
            Options = options,
            BodyHash = UpdateHash.OfUpdate(changes, options),
            IsBad = json.Contains(ProviderRequestBody.BadValue, StringComparison.Ordinal),
            IsMessage = options.IsQueued,
        };
        _world.Ledger.Add(update);
        if (update.IsMessage)
        {
            _world.Queue.Put(_world.Queue.Make(Delivery.QueueNames.Updates, MessageText.Of(update), TimeSpan.Zero));
        }
        else
        {
            new Caller(_world, [update]).Send();
        }
    }

    private void End()
    {
        _world.Heal();
        var pending = _world.Storage.Load(Contact)?.Mailbox.Pending ?? [];
        _world.Require(
            pending.All(update => _world.Ledger.OfId(update.Id) is { Answered: null, IsMessage: false }),
            "I2: an update that was answered 202 is never settled.");
        if (!pending.IsEmpty)
        {
            Send(new() { IdempotencyKey = "key-last" }, """{"fields":{"score":"u2"}}""");
            _world.Run();
        }

        EndChecks.Check(_world);
    }
}
