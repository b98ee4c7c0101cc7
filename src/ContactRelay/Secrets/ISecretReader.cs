namespace ContactRelay.Secrets;

/// <summary>Where secrets are kept.</summary>
public interface ISecretReader
{
    /// <summary>Reads the secret's current version.</summary>
    Task<SecretReading> ReadAsync(string name, CancellationToken cancellationToken);
}
