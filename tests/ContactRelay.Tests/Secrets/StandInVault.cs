using System.Net;
using System.Text.Json;

namespace ContactRelay.Tests.Secrets;

/// <summary>
/// A key vault without a network. As the real one does, it answers a request without a token with a challenge; the
/// script is for those with one.
/// </summary>
internal sealed class StandInVault : ScriptedHandler
{
    public const string TenantId = "72f988bf-86f1-41af-91ab-2d7cd011db47";

    /// <summary>Where it is: each has a host of its own, since the SDK keeps challenges by host for the whole process.</summary>
    public Uri Url { get; } = new($"https://vault-{Guid.NewGuid():N}.vault.azure.net/");

    /// <summary>What it asks for when there is no token.</summary>
    public string Challenge { get; init; } =
        $"Bearer authorization=\"https://login.microsoftonline.com/{TenantId}\", resource=\"https://vault.azure.net\"";

    /// <summary>Answers with a secret, in the form of the real one's answer.</summary>
    public StandInVault ThenSecret(string value, string version = "v1", long? expires = null)
    {
        Then(HttpStatusCode.OK, Secret(value, version, expires));
        return this;
    }

    /// <summary>Answers with an error, in the form of the real one's answer.</summary>
    public StandInVault ThenError(HttpStatusCode status, string code, string? innerCode = null)
    {
        Then(status, Error(code, innerCode));
        return this;
    }

    public string Secret(string value, string version, long? expires = null) => JsonSerializer.Serialize(new
    {
        value,
        id = $"{Url}secrets/acme-kulea/{version}",
        attributes = new { enabled = true, exp = expires ?? 4102444800, created = 1767225600, recoveryLevel = "Recoverable" },
        tags = new { owner = "crm" },
    });

    public static string Error(string code, string? innerCode = null) => JsonSerializer.Serialize(new
    {
        error = new { code, message = "secret words", innererror = innerCode is null ? null : new { code = innerCode } },
    });

    protected override Task<HttpResponseMessage> AnswerAsync(SentRequest request, CancellationToken cancellationToken) =>
        request.Authorization is null
            ? Task.FromResult(Answer(HttpStatusCode.Unauthorized, Error("Unauthorized"), ("WWW-Authenticate", Challenge)))
            : base.AnswerAsync(request, cancellationToken);
}
