using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ContactRelay.Benchmarks.Servers;

namespace ContactRelay.Benchmarks.Load;

/// <summary>The provider is there again, and somebody with the master key sees to it that what has waited goes on at once.</summary>
internal static class Recovery
{
    /// <summary>Does that, and gives when it began: by the end some of it is delivered.</summary>
    public static async Task<long> BeginAsync(ServerUnderLoad server, CancellationToken cancellationToken)
    {
        // No time-out: a part of the reconciliation takes as long as the disk does.
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { { "x-functions-key", Relay.MasterKey } } };
        await server.Sink.AnswerAsync(HttpStatusCode.OK, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        await PostAsync(client, server, "resume", cancellationToken);

        // The end of a hold wakes nobody: wake-ups that were put off, by up to five minutes, still come when they were to.
        // Who does not want to wait for that sends them again, as many mailboxes at a time as one call walks.
        string? next = null;
        do
        {
            using var report = JsonDocument.Parse(await PostAsync(client, server, next is null ? "reconcile" : $"reconcile?after={Uri.EscapeDataString(next)}", cancellationToken));
            next = report.RootElement.TryGetProperty("next", out var contact) ? contact.GetString() : null;
        }
        while (next is not null);
        return began;
    }

    private static async Task<string> PostAsync(HttpClient client, ServerUnderLoad server, string what, CancellationToken cancellationToken)
    {
        using var response = await client.PostAsync($"{server.Url}/api/tenants/{Relay.Tenant}/{what}", null, cancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
