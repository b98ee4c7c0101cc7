using ContactRelay.Sandbox;

namespace ContactRelay.LocalHost;

/// <summary>
/// The sandbox's own controls beside the API, for the console: its page may call nothing but where it came from, and so the
/// policy that a browser holds it to stays as strict as in the function app.
/// </summary>
internal static class SandboxRoutes
{
    private const string Prefix = "/api/console/sandbox";
    private static readonly string[] Methods = ["GET", "PUT", "DELETE"];

    /// <summary>Hands what is asked of <c>_faults</c>, <c>_contacts</c> and <c>_requests</c> to the sandbox, where there is one.</summary>
    public static void MapSandbox(this WebApplication app, SandboxServer? sandbox)
    {
        if (sandbox is null)
        {
            return;
        }

        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = sandbox.BaseAddress };
        app.Lifetime.ApplicationStopped.Register(client.Dispose);
        foreach (var part in new[] { "_faults", "_contacts", "_requests" })
        {
            app.MapMethods($"{Prefix}/{part}/{{provider}}", Methods, context => ForwardAsync(context, client, part));
        }
    }

    private static async Task ForwardAsync(HttpContext context, HttpClient client, string part)
    {
        var provider = Uri.EscapeDataString((string)context.Request.RouteValues["provider"]!);
        using var request = new HttpRequestMessage(new(context.Request.Method), $"{part}/{provider}");
        if (HttpMethods.IsPut(context.Request.Method))
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        using var answer = await client.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
