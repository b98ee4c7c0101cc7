using ContactRelay.Secrets;
using ContactRelay.Simulation.Core;

namespace ContactRelay.Simulation.Ports;

/// <summary>A process's way to the key vault.</summary>
internal sealed class SecretPort(Instance instance) : ISecretReader
{
    public async Task<SecretReading> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var world = instance.World;
        return await instance.Ask(PortKind.Secret, "read secret", null, () => world.Faults.Happens(FaultKind.SecretUnavailable)
            ? SecretReading.Unavailable("The simulated vault is away.")
            : SecretReading.Found(name, world.Provider.KeyOf(name), world.Provider.KeyOf(name)), CancellationToken.None);
    }
}
