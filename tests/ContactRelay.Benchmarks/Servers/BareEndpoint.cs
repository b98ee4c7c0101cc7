using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace ContactRelay.Benchmarks.Servers;

/// <summary>
/// The limits: an endpoint that parses the same JSON and answers 202, and the same that first sends the body on with one
/// PUT. Nothing is checked, nothing is stored, nothing is tried again.
/// </summary>
internal static class BareEndpoint
{
    public static async Task<int> RunAsync(string url, string? sink, CancellationToken cancellationToken)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var app = BareServer.Create(url);
        app.MapFallback(async context =>
        {
            var body = new byte[(int)context.Request.ContentLength!.Value];
            await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
            using (JsonDocument.Parse(body))
            {
                if (sink is not null)
                {
                    await PutAsync(client, sink + context.Request.Path, body, context.RequestAborted);
                }
            }

            context.Response.StatusCode = StatusCodes.Status202Accepted;
        });
        await app.StartAsync(cancellationToken);
        Console.WriteLine(BareServer.Ready);
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    private static async Task PutAsync(HttpMessageInvoker client, string url, byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
