using ContactRelay.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.Functions;

/// <summary>The console: a page to look at all of this in a browser. It holds nothing; the keys it is given open the API to it.</summary>
public sealed class ConsoleFunctions(ConsoleEndpoint console)
{
    /// <summary>Serves the page.</summary>
    [Function("console")]
    public Task<HttpResponseData> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console")] HttpRequestData request) => console.ShowAsync(request, ConsoleFiles.Page);

    /// <summary>Serves what the page is made of.</summary>
    [Function("console-file")]
    public Task<HttpResponseData> ShowFileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/files/{file}")] HttpRequestData request,
        string file) => console.ShowAsync(request, file);

    /// <summary>Says what the page may offer its visitor at once.</summary>
    [Function("console-setup")]
    public Task<HttpResponseData> SetUpAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "console/setup")] HttpRequestData request) => console.SetUpAsync(request);
}
