using System.Net;
using Microsoft.Azure.Functions.Worker.Http;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>A function's response, kept until the function has returned, as the worker does.</summary>
internal sealed class BufferedResponseData : HttpResponseData
{
    public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

    public override HttpHeadersCollection Headers { get; set; } = [];

    public override Stream Body { get; set; } = new MemoryStream();

    public async Task WriteToAsync(HttpResponse response)
    {
        response.StatusCode = (int)StatusCode;
        foreach (var (name, values) in Headers.NonValidated)
        {
            response.Headers[name] = string.Join(',', values);
        }

        response.ContentLength = Body.Length;
        Body.Position = 0;
        await Body.CopyToAsync(response.Body);
    }
}
