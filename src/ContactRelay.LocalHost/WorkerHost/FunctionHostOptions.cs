using System.Text.Json;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>How the host reads queues and routes: from host.json, the same that rules on Azure.</summary>
/// <param name="BatchSize">How many messages are handled at a time.</param>
/// <param name="VisibilityTimeout">How long a message that failed stays hidden.</param>
/// <param name="MaxDequeueCount">How often a message is tried before it goes to the poison queue.</param>
/// <param name="RoutePrefix">What the routes of HTTP functions begin with.</param>
internal sealed record FunctionHostOptions(int BatchSize, TimeSpan VisibilityTimeout, int MaxDequeueCount, string RoutePrefix)
{
    /// <summary>Reads the host.json beside the assembly.</summary>
    public static FunctionHostOptions Load()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "host.json"));
        using var json = JsonDocument.Parse(file);
        var extensions = json.RootElement.GetProperty("extensions");
        var queues = extensions.GetProperty("queues");
        return new(
            queues.GetProperty("batchSize").GetInt32(),
            TimeSpan.Parse(queues.GetProperty("visibilityTimeout").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            queues.GetProperty("maxDequeueCount").GetInt32(),
            extensions.GetProperty("http").GetProperty("routePrefix").GetString()!);
    }
}
