using System.Globalization;
using System.Net;
using System.Text.Json;

namespace ContactRelay.Benchmarks.Servers;

/// <summary>
/// What many would build instead: Node-RED with a flow that answers 202 at once and sends the body on with one PUT.
/// Nothing is checked, nothing is stored, nothing is tried again.
/// </summary>
internal static class NodeRed
{
    /// <summary>Everything else that it does is off. A relative name of the flow would be looked for where the benchmark was started.</summary>
    private const string Settings = """
        module.exports = {
          flowFile: __dirname + "/flows.json",
          credentialSecret: false,
          uiHost: "127.0.0.1",
          httpAdminRoot: false,
          telemetry: { enabled: false, updateNotification: false },
          diagnostics: { enabled: false, ui: false },
          runtimeState: { enabled: false, ui: false },
          logging: { console: { level: "warn", metrics: false, audit: false } },
        };
        """;

    /// <summary>Starts it with this folder as its user's, and waits until its flow answers.</summary>
    public static async Task<ServerProcess> StartAsync(string program, string folder, string url, string sink, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "settings.js"), Settings, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "flows.json"), JsonSerializer.Serialize(Flow(sink)), cancellationToken);
        var port = new Uri(url).Port.ToString(CultureInfo.InvariantCulture);
        using var client = new HttpClient();
        return await ServerProcess.StartAsync(
            "node", [program, "--port", port, "--userDir", folder], () => AnswersAsync(client, url, cancellationToken), cancellationToken);
    }

    private static object[] Flow(string sink) =>
    [
        new { id = "flow", type = "tab", label = "updates" },
        new { id = "in", z = "flow", type = "http in", method = "patch", url = "/api/tenants/:t/contacts/:c", wires = new[] { new[] { "accepted", "put" } } },
        new { id = "accepted", z = "flow", type = "http response", statusCode = "202", headers = new { }, wires = Array.Empty<string[]>() },
        new
        {
            id = "put",
            z = "flow",
            type = "http request",
            method = "PUT",
            url = sink + "/rest/api/users/{{req.params.c}}",
            headers = new[] { new { keyType = "Content-Type", keyValue = "", valueType = "application/json", valueValue = "" } },
            ret = "txt",

            // Connections are kept, as everything else here does.
            persist = true,
            wires = new[] { Array.Empty<string>() },
        },
    ];

    /// <summary>Whether the flow runs, which it may not yet when the port is open.</summary>
    private static async Task<bool> AnswersAsync(HttpClient client, string url, CancellationToken cancellationToken)
    {
        try
        {
            // A number that the sink does not note.
            using var content = new ByteArrayContent(UpdateBody.Of(Sink.Capacity));
            using var response = await client.PatchAsync($"{url}/api/tenants/{Relay.Tenant}/contacts/ready", content, cancellationToken);
            return response.StatusCode == HttpStatusCode.Accepted;
        }
        catch (HttpRequestException)
        {
            // Nobody listens yet.
            return false;
        }
    }
}
