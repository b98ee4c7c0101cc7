using System.Net;
using System.Text.Json;
using ContactRelay.Delivery;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions.Http;

/// <summary>Serves the console. Anybody may have its files: they say nothing, and every call that the page makes takes a key.</summary>
public sealed class ConsoleEndpoint(ApiGuard guard, ConsoleSetup setup)
{
    /// <summary>
    /// Nothing but the page's own files, and calls to where it came from; nothing inline, so that what a provider or a
    /// contact says can never run.
    /// </summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Name, string Value)[] Headers =
    [
        ("Content-Security-Policy", Policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-cache"),
    ];

    /// <summary>Serves a file.</summary>
    public Task<HttpResponseData> ShowAsync(HttpRequestData request, string name) => guard.RunAsync(request, async () =>
    {
        if (!ConsoleFiles.All.TryGetValue(name, out var bytes))
        {
            return await request.AnswerAsync(Problem.NotFound("The console has no such file."));
        }

        var response = request.CreateResponse(HttpStatusCode.OK);
        response.Headers.Add("Content-Type", ConsoleFiles.MediaType(name) + "; charset=utf-8");
        foreach (var (header, value) in Headers)
        {
            response.Headers.Add(header, value);
        }

        await response.Body.WriteAsync(bytes);
        return response;
    });

    /// <summary>Says what the page may offer.</summary>
    public Task<HttpResponseData> SetUpAsync(HttpRequestData request) => guard.RunAsync(
        request, () => request.AnswerAsync(HttpStatusCode.OK, writer => Write(writer, setup)));

    private static void Write(Utf8JsonWriter writer, ConsoleSetup setup)
    {
        writer.WriteStartObject();
        writer.WriteString("version", typeof(Backlog).Assembly.GetName().Version?.ToString(3));
        writer.WriteText("adminKey", setup.AdminKey);
        writer.WriteStartArray("demos");
        foreach (var demo in setup.Demos)
        {
            writer.WriteStartObject();
            writer.WriteString("tenant", demo.Tenant);
            writer.WriteString("key", demo.Key);
            writer.WriteString("provider", demo.Provider);
            writer.WriteString("contactId", demo.ContactId);
            writer.WritePropertyName("changes");
            writer.WriteRawValue(demo.Changes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
