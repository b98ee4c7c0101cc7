using ContactRelay.Mailboxes;
using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation.Providers;

/// <summary>One call, from the moment its first byte is sent.</summary>
internal sealed class ProviderCall(Instance instance, Activity? activity, SimulatedTenant tenant, MailboxKey key, ProviderRequestBody body, string authorization, long startedAt)
{
    public Instance Instance { get; } = instance;

    public Activity? Activity { get; } = activity;

    public SimulatedTenant Tenant { get; } = tenant;

    public MailboxKey Key { get; } = key;

    public ProviderRequestBody Body { get; } = body;

    public string Authorization { get; } = authorization;

    public long StartedAt { get; } = startedAt;

    public TaskCompletionSource<HttpResponseMessage> Response { get; } = new();

    /// <summary>Whether the provider may still come to apply it.</summary>
    public bool IsOnItsWay { get; set; } = true;

    /// <summary>When nobody waited for it any more; null while somebody does.</summary>
    public long? EndedAt { get; private set; }

    /// <summary>Whether it ended with an answer that says what happened.</summary>
    public bool HasAnswer { get; private set; }

    public void End(long now, bool hasAnswer)
    {
        if (EndedAt is null)
        {
            (EndedAt, HasAnswer) = (now, hasAnswer);
        }
    }
}
