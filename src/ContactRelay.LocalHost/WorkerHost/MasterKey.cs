using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace ContactRelay.LocalHost.WorkerHost;

/// <summary>The host's master key, taken from a header or from the query, as the Functions host takes it.</summary>
/// <param name="key">The key.</param>
/// <param name="takesQuery">Whether the query may hold it: not one that everybody knows, since a link on a web page would bring it.</param>
internal sealed class MasterKey(string key, bool takesQuery)
{
    private const string AuthLevelClaim = "http://schemas.microsoft.com/2017/07/functions/claims/authlevel";

    private readonly byte[] _hash = Hash(key);

    /// <summary>Whether the request brings the key.</summary>
    public bool IsIn(HttpRequest request)
    {
        var sent = request.Headers["x-functions-key"].FirstOrDefault() ?? (takesQuery ? request.Query["code"].FirstOrDefault() : null) ?? "";
        return sent.Length > 0 && CryptographicOperations.FixedTimeEquals(Hash(sent), _hash);
    }

    /// <summary>What the host says of a request's caller.</summary>
    public IEnumerable<ClaimsIdentity> Identify(HttpRequest request) =>
        IsIn(request) ? [new([new(AuthLevelClaim, "Admin")], "WebJobsAuthLevel")] : [];

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
