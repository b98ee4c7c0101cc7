using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace ContactRelay.Secrets;

/// <summary>Secrets from configuration, for a laptop: <c>Secrets:{name}</c>, as an environment variable <c>Secrets__{name}</c>.</summary>
public sealed class ConfigurationSecretReader(IConfiguration configuration) : ISecretReader
{
    /// <inheritdoc/>
    public Task<SecretReading> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(
        configuration[$"Secrets:{name}"] is { } value
            ? SecretReading.Found(name, value, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value))))
            : SecretReading.Missing($"There is no secret '{name}': set Secrets__{name}."));
}
