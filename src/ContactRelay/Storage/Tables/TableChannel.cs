using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ContactRelay.Storage.Tables;

/// <summary>
/// Sends requests to the account's Table service (https://learn.microsoft.com/rest/api/storageservices/table-service-rest-api).
/// The pipeline repeats what was refused for being too much, failed, or got no answer.
/// </summary>
internal sealed class TableChannel(HttpPipeline pipeline, Uri endpoint)
{
    private const string Version = "2019-02-02";
    private const string Json = "application/json";

    private readonly string _endpoint = endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Sends one request. Throws <see cref="StorageUnavailableException"/> where there is no answer.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">What follows the account's address, escaped.</param>
    /// <param name="body">JSON, or null.</param>
    /// <param name="ifMatch">The version that the row must have, or null.</param>
    /// <param name="what">What is asked, for an error's text: it must name no key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<TableAnswer> SendAsync(
        RequestMethod method, string path, ReadOnlyMemory<byte>? body, string? ifMatch, string what, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri($"{_endpoint}/{path}"));
        request.Headers.Add("x-ms-version", Version);
        request.Headers.Add("x-ms-date", DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture));
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", Json + ";odata=nometadata");
        if (body is { } content)
        {
            request.Headers.Add("Content-Type", Json);
            request.Headers.Add("Prefer", "return-no-content");
            request.Content = RequestContent.Create(content);
        }

        if (ifMatch is not null)
        {
            request.Headers.Add("If-Match", ifMatch);
        }

        try
        {
            await pipeline.SendAsync(message, cancellationToken);
        }
        catch (Exception e) when (StorageFailure.Of(e, what, cancellationToken) is { } failure)
        {
            throw failure;
        }

        return TableAnswer.Of(message);
    }
}
