using System.Runtime.InteropServices;
using ContactRelay.Contacts;
using ContactRelay.Mailboxes;
using ContactRelay.Tenants;

namespace ContactRelay.Intake;

/// <summary>
/// Accepts single updates. Those of one contact that come while another of it is being accepted in this process wait for
/// that, and are then accepted together, with one save and one wake-up for all: a contact that many write to at once is
/// neither rewritten for each of them nor busy with conflicts.
/// </summary>
public sealed class SharedIntake(UpdateIntake intake)
{
    /// <summary>How many updates are accepted together.</summary>
    internal const int MaxGroup = 64;

    private readonly Lock _gate = new();

    // Whose updates are being accepted, and what waits for that.
    private readonly Dictionary<MailboxKey, Queue<Waiting>?> _contacts = [];

    /// <summary>Accepts the update; answers and throws as <see cref="UpdateIntake"/> does.</summary>
    public async Task<IntakeResult> AcceptAsync(
        Tenant tenant, string contactId, ContactFields changes, IntakeOptions options, CancellationToken cancellationToken)
    {
        var key = tenant.Mailbox(contactId);
        if (Join(key, tenant, changes, options) is { } waiting)
        {
            // Who goes away does not take its update along: the others may be accepted with it already.
            return await waiting.Result.Task.WaitAsync(cancellationToken);
        }

        try
        {
            return (await intake.AcceptAsync(tenant, contactId, [new(changes, options)], cancellationToken))[0];
        }
        finally
        {
            GoOn(key);
        }
    }

    /// <summary>Null where nothing of the contact is being accepted, and whoever asks is to begin.</summary>
    private Waiting? Join(MailboxKey key, Tenant tenant, ContactFields changes, IntakeOptions options)
    {
        lock (_gate)
        {
            ref var others = ref CollectionsMarshal.GetValueRefOrAddDefault(_contacts, key, out var isBusy);
            if (!isBusy)
            {
                return null;
            }

            var waiting = new Waiting(tenant, new(changes, options), new(TaskCreationOptions.RunContinuationsAsynchronously));
            (others ??= new()).Enqueue(waiting);
            return waiting;
        }
    }

    /// <summary>Begins with what waits, in a task of its own: who was accepted just now gets its answer.</summary>
    private void GoOn(MailboxKey key)
    {
        if (Next(key) is { Count: > 0 } group)
        {
            _ = Task.Run(() => AcceptAsync(key, group));
        }
    }

    private async Task AcceptAsync(MailboxKey key, List<Waiting> group)
    {
        try
        {
            var results = await intake.AcceptAsync(group[0].Tenant, key.ContactId, [.. group.Select(waiting => waiting.Update)], CancellationToken.None);
            foreach (var (waiting, result) in group.Zip(results))
            {
                waiting.Result.SetResult(result);
            }
        }
        catch (Exception e)
        {
            // Each of them meets it, as if it had come alone.
            group.ForEach(waiting => waiting.Result.SetException(e));
        }
        finally
        {
            GoOn(key);
        }
    }

    /// <summary>What is next accepted together; where nothing waits, the contact is not busy any more.</summary>
    private List<Waiting> Next(MailboxKey key)
    {
        var group = new List<Waiting>();
        lock (_gate)
        {
            if (_contacts[key] is not { Count: > 0 } others)
            {
                _contacts.Remove(key);
                return group;
            }

            // A tenant that has been stored anew meanwhile is another, with rules of its own.
            while (group.Count < MaxGroup && others.TryPeek(out var first) && (group.Count == 0 || ReferenceEquals(first.Tenant, group[0].Tenant)))
            {
                group.Add(others.Dequeue());
            }
        }

        return group;
    }

    private sealed record Waiting(Tenant Tenant, IncomingUpdate Update, TaskCompletionSource<IntakeResult> Result);
}
