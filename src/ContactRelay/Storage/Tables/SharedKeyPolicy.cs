using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ContactRelay.Storage.Tables;

/// <summary>
/// Signs each try of a request with the account's key
/// (https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key#table-service-shared-key-authorization).
/// </summary>
internal sealed class SharedKeyPolicy(AccountKey key) : HttpPipelineSynchronousPolicy
{
    private readonly byte[] _key = Convert.FromBase64String(key.Key);

    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue("Authorization", Authorize(request.Method.Method, request.Headers, date, request.Uri.ToUri()));
    }

    /// <summary>The header's value.</summary>
    internal string Authorize(string method, RequestHeaders headers, string date, Uri uri)
    {
        headers.TryGetValue("Content-MD5", out var md5);
        headers.TryGetValue("Content-Type", out var type);

        // Of the query only "comp" would count, which nothing here sends.
        var text = $"{method}\n{md5}\n{type}\n{date}\n/{key.Account}{uri.AbsolutePath}";
        return $"SharedKey {key.Account}:{Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)))}";
    }
}
