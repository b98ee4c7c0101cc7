using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation.Providers;

/// <summary>
/// The providers: what they hold, and what becomes of each call. A request outlives the process that sent it: it may
/// reach the provider up to half a minute after nobody waits for it any more, and never later (see DESIGN, I3).
/// </summary>
internal sealed partial class ProviderWorld(World world)
{
    private readonly Dictionary<string, int> _keyVersions = [];
    private readonly HashSet<string> _mended = [];
    private readonly Dictionary<MailboxKey, List<ProviderCall>> _calls = [];

    /// <summary>Every call that was ever begun.</summary>
    public IEnumerable<ProviderCall> Calls => _calls.Values.SelectMany(calls => calls);

    public Dictionary<MailboxKey, ProviderContact> Contacts { get; } = [];

    /// <summary>The contacts of which the provider has once said that they do not exist.</summary>
    public HashSet<MailboxKey> Refused { get; } = [];

    /// <summary>The contacts of which the provider has once said that they are archived.</summary>
    public HashSet<MailboxKey> Archived { get; } = [];

    /// <summary>For how long a request may still be on its way: less than the next call waits by the clocks' difference.</summary>
    private int Stray => (int)Leases.WaitAfterNoAnswer.TotalMilliseconds - (2 * world.MaxOffset) - 1000;

    /// <summary>The current key by the name of its secret.</summary>
    public string KeyOf(string secret) => $"{secret}-{_keyVersions.GetValueOrDefault(secret)}";

    /// <summary>What the tenant's provider refused as a bad value it takes from now on.</summary>
    public void Mend(SimulatedTenant tenant) => _mended.Add(tenant.Id);

    public void RotateKey(string secret) => _keyVersions[secret] = _keyVersions.GetValueOrDefault(secret) + 1;

    /// <summary>A process sends a request.</summary>
    public Task<HttpResponseMessage> Call(Instance instance, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        world.CheckThread();
        var call = Read(instance, request);
        if (!_calls.TryGetValue(call.Key, out var calls))
        {
            _calls[call.Key] = calls = [];
        }

        world.CallChecks.Started(call, calls);
        calls.Add(call);
        cancellationToken.UnsafeRegister(
            _ =>
            {
                Abandon(call);
                call.Response.TrySetCanceled(cancellationToken);
            },
            null);
        instance.WhenDead.Add(() => Abandon(call));
        if (world.Faults.Happens(FaultKind.CrashBeforeEffect))
        {
            call.IsOnItsWay = false;
            world.Trace.Add(instance.Name, "dies before", "call");
            world.Scheduler.Add(new ActionStep(() => world.Crash(instance)) { Owner = instance }, 0);
        }
        else if (world.Faults.Happens(FaultKind.NotConnected))
        {
            call.IsOnItsWay = false;
            Break(call, new HttpRequestException(HttpRequestError.ConnectionError, "refused"), hasAnswer: true);
        }
        else
        {
            world.Scheduler.Add(new ActionStep(() => Arrive(call)) { Activity = call.Activity }, world.Latency(300));
        }

        return call.Response.Task;
    }

    private ProviderCall Read(Instance instance, HttpRequestMessage request)
    {
        var url = request.RequestUri!;
        var tenant = world.Tenants.First(tenant => url.Host == tenant.Id + ".example.com");
        using var bytes = new MemoryStream();
        request.Content!.CopyTo(bytes, null, CancellationToken.None);
        return new(
            instance,
            world.Current,
            tenant,
            new(tenant.Id, Uri.UnescapeDataString(url.Segments[^1])),
            ProviderRequestBody.Read(bytes.ToArray()),
            request.Headers.NonValidated["Authorization"].ToString(),
            world.Scheduler.Now);
    }

    /// <summary>Nobody waits for the call any more. What is still on its way lands within half a minute.</summary>
    private void Abandon(ProviderCall call)
    {
        if (call.EndedAt is null)
        {
            call.End(world.Scheduler.Now, hasAnswer: false);
            Land(call, world.Sometime(Stray));
        }
    }

    private void Land(ProviderCall call, long delay) =>
        world.Scheduler.Add(new ActionStep(() => Apply(call)), delay);

    /// <summary>The provider does what the call asks for.</summary>
    private void Apply(ProviderCall call)
    {
        if (!call.IsOnItsWay)
        {
            return;
        }

        call.IsOnItsWay = false;
        if (!Contacts.TryGetValue(call.Key, out var contact))
        {
            Contacts[call.Key] = contact = new();
        }

        if (IsKey(call) && !IsBad(call))
        {
            call.Body.ApplyTo(contact);
            world.Trace.Add("provider", "applies", call.Key.ContactId, string.Join(' ', call.Body.Values.Select(value => value.Value)));
        }
    }

    private bool IsBad(ProviderCall call) => call.Body.IsBad && !_mended.Contains(call.Tenant.Id);

    private bool IsKey(ProviderCall call) =>
        call.Authorization == (call.Tenant.IsKulea ? "" : "Bearer ") + KeyOf(call.Tenant.Secret);
}
